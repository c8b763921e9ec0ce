"""Points for and against a word being a secret: fitted, all of it, by tests/core/kb/fit_points.py.

Each entry is a sign (spaces written "_") and its points; the one without a name is every word's.
"""

_FITTED = """
    :-3.1 ahead_taken:-0.1 ahead_taken_few:-0.6 ahead_taken_known:-0.3 ahead_taken_new:0.6 ahead_taken_odd:-0.3
    ahead_taken_strange:-0.1 ask_before:0.6 ask_here:0.1 ask_long_before:0.3 ask_near:0.3 behind_bracket:0.4
    behind_bracket_digits:1.4 behind_bracket_few:-1.1 behind_bracket_known:0.2 behind_bracket_new:-0.5
    behind_bracket_strange:0.4 behind_cell:0.3 behind_cell_known:-0.6 behind_cell_new:0.4 behind_cell_strange:0.4
    behind_close:-0.4 behind_close_digits:0.9 behind_close_few:-0.6 behind_close_known:0.1 behind_close_new:0.3
    behind_close_strange:-0.6 behind_close_unit:-0.5 behind_colon:-2.3 behind_colon_few:-0.2 behind_colon_known:-0.5
    behind_colon_new:-0.8 behind_colon_strange:-0.6 behind_comma_digits:0.3 behind_comma_few:1.1
    behind_comma_known:-0.3 behind_comma_new:-0.2 behind_comma_odd:-0.1 behind_comma_strange:0.4
    behind_comma_unit:-0.9 behind_line:0.5 behind_line_digits:0.2 behind_line_few:0.4 behind_line_known:0.4
    behind_line_new:0.3 behind_line_odd:-0.6 behind_line_strange:0.6 behind_line_unit:-0.2 behind_menu:-1.6
    behind_menu_known:-0.7 behind_menu_new:-1.1 behind_menu_strange:0.1 behind_quote:-0.6 behind_quote_few:-0.2
    behind_quote_known:-0.3 behind_quote_new:0.1 behind_space:0.2 behind_space_digits:0.1 behind_space_few:0.6
    behind_space_known:-0.9 behind_space_new:-0.5 behind_space_odd:0.6 behind_space_strange:0.3
    behind_space_unit:0.1 behind_stop:0.3 behind_stop_digits:-0.5 behind_stop_few:-0.4 behind_stop_strange:0.7
    behind_stop_unit:1.1 behind_wide:1.1 behind_wide_few:-0.7 behind_wide_known:-0.4 behind_wide_new:1.8
    behind_wide_strange:1.4 below_colon:0.9 below_colon_few:-0.2 below_colon_known:-0.1 capital:-1.0
    capital_first:-1.3 cue_digits:1.6 cue_few:1.1 cue_form:0.1 cue_known:0.2 cue_new:0.6 cue_odd:1.4 cue_strange:1.0
    cue_unit:1.0 ends_False:-1.4 ends_True:-0.7 gap_bracket_digits:-0.1 gap_bracket_few:0.1 gap_bracket_known:-0.3
    gap_bracket_new:-0.1 gap_bracket_strange:0.7 gap_bracket_unit:-1.1 gap_cell_digits:0.1 gap_cell_known:-1.5
    gap_cell_new:0.6 gap_cell_strange:0.4 gap_close_known:-0.5 gap_close_new:0.4 gap_colon_few:0.5
    gap_colon_known:0.9 gap_colon_new:0.8 gap_colon_odd:0.9 gap_colon_strange:-1.6 gap_comma_digits:-1.1
    gap_comma_few:0.5 gap_comma_known:-0.5 gap_comma_new:-0.4 gap_comma_odd:-0.7 gap_comma_strange:1.2
    gap_comma_unit:0.1 gap_line_digits:1.7 gap_line_few:-2.6 gap_line_known:-1.2 gap_line_new:-1.6 gap_line_odd:-0.6
    gap_line_unit:-0.7 gap_menu_known:-0.2 gap_menu_new:-0.1 gap_menu_odd:-0.1 gap_menu_strange:0.1
    gap_menu_unit:-0.2 gap_quote_strange:-0.3 gap_space_digits:-0.7 gap_space_few:-0.1 gap_space_form:-0.8
    gap_space_known:-0.8 gap_space_new:-0.5 gap_space_odd:0.2 gap_space_strange:0.4 gap_space_unit:-1.3
    gap_stop_digits:0.6 gap_stop_few:-0.2 gap_stop_known:0.3 gap_stop_new:0.3 gap_stop_odd:-0.1 gap_stop_strange:0.9
    gap_wide_few:-0.9 gap_wide_known:0.9 gap_wide_new:0.5 gap_wide_strange:0.2 given:0.5 given_&_cue:0.1
    given_&_cue_digits:0.2 given_&_cue_few:-0.3 given_&_cue_known:0.3 given_&_cue_new:0.5 given_&_cue_odd:-0.1
    given_&_cue_strange:0.4 given_&_cue_unit:-0.9 given_&_far_cue:0.3 given_&_far_cue_digits:-0.2
    given_&_far_cue_few:0.1 given_&_far_cue_known:-0.1 given_&_far_cue_new:0.3 given_&_far_cue_odd:0.3
    given_&_far_cue_strange:-0.2 given_&_far_cue_unit:0.4 given_digits:0.4 given_few:-1.4 given_known:1.0
    given_new:0.7 given_rare_desk:-0.3 given_rare_english:0.2 given_rare_long:-0.3 given_strange:-0.2 given_unit:0.9
    left_##:-0.5 left_&:-0.1 left_+:-0.1 left_-:1.0 left_/:1.6 left_0:0.5 left_1:1.3 left_11:-0.4 left_12:-0.9
    left_14:-0.6 left_2:0.2 left_3:0.5 left_30:-0.2 left_4:0.3 left_5:0.6 left_6:0.8 left_60:-0.5 left_7:0.6
    left_8:0.3 left_9:0.9 left_[account_name]:1.0 left_[code]:-1.0 left_[email_address]:0.4 left_[name]:-0.4
    left_[password]:-1.2 left_[phone_number]:-0.8 left_[pupil]:-1.4 left_a:-0.8 left_access:-0.1 left_account:0.8
    left_accounts:-0.2 left_add:-0.1 left_added:-0.2 left_address:-0.4 left_admin:0.2 left_administrator:0.4
    left_after:-0.3 left_again:0.2 left_alarm:-0.1 left_all:-0.2 left_allow:-0.2 left_already:-0.3 left_also:-0.1
    left_alt:-0.1 left_always:-0.3 left_an:-0.8 left_and:1.2 left_another:0.5 left_answer:1.1 left_any:-0.1
    left_anything:-0.2 left_apps:-0.1 left_are:-0.1 left_as:0.3 left_ask:-0.5 left_asks:-0.1 left_asset:-1.1
    left_at:0.1 left_b:-0.7 left_back:-0.2 left_backup:-0.2 left_bank:-0.2 left_battery:-0.4 left_be:-1.0
    left_been:-0.6 left_before:-0.2 left_bench:-0.2 left_between:-0.2 left_big:-0.2 left_black:-0.2 left_blue:0.3
    left_book:-0.1 left_both:-0.4 left_bottom:0.7 left_box:0.1 left_browser:-0.7 left_business:-0.1 left_button:-0.1
    left_by:-0.8 left_c:0.4 left_cabinet:0.6 left_call:-0.1 left_called:-0.1 left_came:0.5 left_camera:-0.2
    left_can:-0.9 left_can't:-0.2 left_candidate:0.3 left_cannot:-0.1 left_capital:1.3 left_card:0.4 left_case:0.5
    left_cctv:-0.1 left_centre:1.0 left_certificate:-0.1 left_change:-0.1 left_changed:0.1 left_check:-0.1
    left_choose:-0.1 left_chromebook:-0.5 left_class:-0.5 left_classroom:-0.1 left_close:-0.1 left_code:0.4
    left_codes:0.2 left_cog:-0.1 left_company:0.2 left_contract:0.9 left_credentials:0.1 left_cupboard:-0.1
    left_d:-0.1 left_data:-0.1 left_database:0.8 left_day:-0.1 left_days:-0.4 left_desk:-0.2 left_desktop:-0.2
    left_device:-0.1 left_devices:-0.6 left_dial:-0.4 left_do:-0.5 left_doesn't:-0.2 left_domain:-0.1
    left_don't:-1.5 left_done:-0.2 left_dont:-1.0 left_door:-0.5 left_dots:-0.1 left_down:-0.2 left_download:-0.1
    left_drive:0.6 left_each:0.5 left_email:0.6 left_enable:0.1 left_end:-0.1 left_ends:1.2 left_engineer:-0.1
    left_enter:0.4 left_envelope:0.3 left_every:-0.3 left_exam:-0.7 left_exams:0.1 left_export:-0.1 left_file:-0.8
    left_fire:-1.0 left_five:0.9 left_folder:-0.2 left_for:-1.0 left_four:1.9 left_from:0.5 left_front:-0.1
    left_gate:0.1 left_gb:-0.2 left_get:-0.8 left_goes:-0.8 left_google:0.2 left_got:-0.4 left_green:-0.2
    left_grey:0.1 left_group:-0.1 left_had:-0.2 left_half:-0.1 left_hall:-0.2 left_has:-0.4 left_hasn't:-0.2
    left_have:-0.2 left_he's:-0.2 left_head's:-0.2 left_help:-0.3 left_her:0.1 left_his:-0.6 left_hold:-0.4
    left_home:-0.1 left_hotspot:-0.1 left_house:0.6 left_i:-0.3 left_i'll:-0.1 left_i've:-0.4 left_icon:0.4
    left_id:-0.6 left_if:-1.1 left_in:-0.4 left_inside:-0.1 left_ipad:-0.2 left_is:0.8 left_isn't:-0.1 left_it:0.6
    left_it'll:-0.2 left_it's:1.3 left_its:2.7 left_itself:0.4 left_join:0.1 left_just:-0.3 left_key:-0.6
    left_keypad:0.6 left_kitchen:-0.5 left_l:0.5 left_laptop:0.1 left_laptops:-0.3 left_last:-0.6 left_leave:-0.1
    left_left:1.7 left_letters:-0.5 left_library:-0.2 left_licence:0.4 left_lights:-0.1 left_line:-0.1
    left_little:-0.5 left_local:-0.3 left_lock:0.7 left_locked:0.6 left_locker:-0.4 left_login:0.1 left_long:-1.0
    left_lost:0.1 left_lower:-0.1 left_mac:-0.1 left_machine:0.7 left_main:-0.3 left_manager:0.5 left_me:1.9
    left_memorable:-0.1 left_menu:-1.4 left_message:-0.1 left_mfa:-0.1 left_microsoft:-0.1 left_minibus:0.4
    left_minutes:-0.3 left_missing:-0.2 left_mobile:-0.2 left_mode:0.4 left_more:-0.1 left_must:0.7 left_my:-0.3
    left_name:-0.1 left_need:0.4 left_needs:-0.3 left_network:-0.8 left_never:-0.3 left_new:-0.7 left_next:-0.5
    left_night:-0.1 left_no:-0.6 left_normal:-0.1 left_not:0.1 left_nothing:-0.3 left_now:0.4 left_number:-0.6
    left_of:-0.1 left_off:0.1 left_office:-0.1 left_ok:1.2 left_old:-0.7 left_on:-0.3 left_once:0.6 left_one:2.6
    left_one's:0.4 left_onedrive:-0.1 left_only:-0.2 left_opens:-0.1 left_operator:0.3 left_options:-0.1
    left_or:-0.3 left_order:-0.1 left_other:-0.3 left_otherwise:0.1 left_our:-0.1 left_out:0.3 left_outside:0.1
    left_over:-0.1 left_own:-0.1 left_p:1.2 left_padlock:0.6 left_page:-0.4 left_panel:-0.1 left_parent:-0.1
    left_parents:0.4 left_pass:1.1 left_passcode:0.1 left_password:1.4 left_password's:1.4 left_pc:0.7 left_pdf:-0.4
    left_people:-0.1 left_per:-0.1 left_person:-0.1 left_phone:-0.3 left_phrase:1.5 left_pick:-0.1 left_picture:-0.1
    left_pin:-0.1 left_please:-0.9 left_portal:1.2 left_power:-0.3 left_prep:0.3 left_print:-0.1 left_printer:-0.2
    left_private:-0.2 left_pupil:-0.2 left_pupils:-0.2 left_put:1.0 left_pw:0.8 left_radio:-0.1 left_read:0.7
    left_reader:-0.2 left_reading:-0.1 left_reception:-0.1 left_red:-0.1 left_report:-0.1 left_reports:0.6
    left_reset:-0.4 left_restart:0.1 left_results:-0.3 left_right:0.5 left_ring:-0.8 left_room:-0.3 left_run:-0.1
    left_s:-0.6 left_safe:-0.7 left_said:0.8 left_same:-0.4 left_say:-0.7 left_says:-2.2 left_school:-0.9
    left_school's:-0.1 left_screen:-0.5 left_second:0.5 left_secret:0.3 left_secs:-0.1 left_security:-0.1
    left_see:-0.2 left_sen:-0.1 left_send:-0.1 left_serial:0.4 left_server:0.8 left_set:0.6 left_setting:-1.1
    left_settings:-0.1 left_setup:-0.1 left_shared:-0.1 left_she:-0.4 left_sheet:0.1 left_should:-0.1 left_show:-0.7
    left_shows:0.5 left_side:-0.1 left_sign-in:1.0 left_sims:-0.3 left_since:-0.1 left_site:0.2 left_six:1.5
    left_sixth:0.5 left_small:-0.8 left_so:0.6 left_software:-0.2 left_some:-0.1 left_someone:-0.1 left_spare:-0.1
    left_st:-0.2 left_staff:-0.5 left_start:0.3 left_station:0.1 left_stays:0.1 left_stick:-0.1 left_sticker:0.4
    left_still:0.3 left_stop:-0.1 left_store:0.6 left_students:-0.2 left_supplier's:-0.1 left_support:-0.3
    left_switch:-0.4 left_system:0.3 left_takes:0.7 left_tap:-0.1 left_teacher:0.8 left_tell:-0.6 left_temp:-0.4
    left_test:0.2 left_text:-0.2 left_than:-0.3 left_that:0.6 left_that's:1.2 left_thats:0.3 left_the:-1.1
    left_their:-0.1 left_them:-0.1 left_then:1.6 left_there:-0.1 left_they:-0.1 left_thing:0.6 left_this:0.9
    left_three:-0.3 left_tick:-0.1 left_tiles:-0.2 left_till:1.0 left_time:-0.9 left_times:0.3 left_to:-0.2
    left_today:1.2 left_today's:-0.3 left_tools:-0.8 left_top:-0.6 left_tracker:-0.1 left_tray:-0.3 left_trip:0.7
    left_trolley:-0.2 left_try:0.7 left_tv:-0.1 left_twice:0.6 left_two:-1.9 left_type:0.8 left_under:-0.2
    left_unlock:0.4 left_until:-0.2 left_up:1.1 left_ur:-0.2 left_usb:-0.1 left_use:-0.3 left_user:-0.1
    left_username:0.5 left_using:1.0 left_usual:0.2 left_valid:-0.2 left_view:-0.2 left_wait:0.7 left_want:-0.2
    left_wants:2.0 left_was:1.1 left_way:-0.1 left_we:-0.2 left_week:0.7 left_well:-0.2 left_were:-0.1
    left_when:-0.1 left_which:-0.4 left_white:-0.2 left_who:-0.8 left_whole:-0.1 left_wi-fi:-0.9 left_wifi:-0.1
    left_will:-0.3 left_windows:0.4 left_wireless:-0.9 left_with:1.2 left_without:-0.3 left_word:1.4 left_work:-0.5
    left_written:0.6 left_wrong:-0.2 left_yellow:0.5 left_you:1.2 left_you're:0.2 left_you've:-0.1 left_your:-0.8
    left_yours:0.9 left_zone:-0.5 left2_+:-0.1 left2_/:0.7 left2_0:0.9 left2_1:0.2 left2_10:-0.2 left2_12:-0.4
    left2_17:0.1 left2_2:-0.1 left2_20:-0.5 left2_3:-0.1 left2_30:-0.4 left2_5:0.6 left2_7:0.8 left2_8:0.3
    left2_9:0.6 left2_[account_name]:1.5 left2_[address]:-0.1 left2_[code]:-0.9 left2_[email_address]:0.9
    left2_[name]:-0.1 left2_[password]:-0.5 left2_[phone_number]:-0.9 left2_[private_link]:-0.1 left2_[pupil]:-0.3
    left2_a:-0.9 left2_about:-0.7 left2_access:0.9 left2_account:0.2 left2_add:-0.3 left2_added:-0.1
    left2_address:-0.2 left2_admin:0.8 left2_after:-0.4 left2_again:0.2 left2_alarm:0.4 left2_all:-0.1
    left2_also:-0.3 left2_alt:-0.8 left2_an:-0.5 left2_and:0.6 left2_another:-0.2 left2_any:-0.9 left2_anything:-1.9
    left2_app:-0.3 left2_apps:-0.2 left2_are:1.1 left2_art:0.6 left2_as:0.7 left2_ask:-0.3 left2_asks:0.9
    left2_at:-1.2 left2_b:-0.3 left2_back:-0.4 left2_be:0.1 left2_because:-0.3 left2_before:-0.2 left2_behind:-0.2
    left2_big:1.1 left2_bitlocker:-0.1 left2_blue:0.2 left2_board:-0.1 left2_boiler:0.5 left2_book:-0.1
    left2_bottom:0.5 left2_box:0.6 left2_but:0.7 left2_button:1.0 left2_c:0.2 left2_call:-0.5 left2_called:-0.2
    left2_camera:-1.0 left2_can:0.2 left2_candidate:-0.3 left2_cannot:-0.4 left2_card:1.2 left2_case:0.8
    left2_centre:1.0 left2_changed:0.8 left2_check:-0.1 left2_choose:-0.8 left2_class:0.6 left2_click:-0.2
    left2_close:-0.8 left2_code:-0.2 left2_codes:0.1 left2_cog:-0.1 left2_come:-0.2 left2_comes:0.1
    left2_company:-0.2 left2_connect:0.2 left2_controller:0.4 left2_copier:0.2 left2_count:-0.2 left2_cover:0.1
    left2_cupboard:-0.3 left2_date:-0.2 left2_day:-0.4 left2_days:-0.1 left2_dead:-0.1 left2_delete:0.5
    left2_desk:0.3 left2_desktop:-0.7 left2_device:-0.6 left2_devices:-0.1 left2_dial:0.4 left2_did:-1.5
    left2_different:0.1 left2_display:-0.3 left2_do:-0.3 left2_does:-0.2 left2_don't:0.7 left2_done:0.2
    left2_dont:-0.1 left2_door:0.2 left2_dots:0.3 left2_down:-0.3 left2_drag:-0.3 left2_drive:-0.3 left2_each:-0.1
    left2_email:1.3 left2_empty:-0.2 left2_end:0.5 left2_ends:-0.4 left2_enter:-0.4 left2_every:-0.1
    left2_everything:-0.1 left2_exam:-0.1 left2_export:-0.5 left2_file:-0.3 left2_finance:-0.2 left2_find:0.4
    left2_first:-0.4 left2_five:1.1 left2_fob:-0.1 left2_folder:-0.7 left2_followed:1.3 left2_for:-1.2
    left2_forget:-0.5 left2_form:-0.3 left2_four:2.1 left2_from:-0.4 left2_full:-0.8 left2_gave:1.6 left2_get:-0.2
    left2_give:1.1 left2_go:0.3 left2_goes:-0.6 left2_gone:-0.1 left2_google:-0.1 left2_got:-0.1 left2_green:-0.1
    left2_grey:-0.1 left2_had:-0.8 left2_half:0.2 left2_hall:-0.1 left2_has:-0.8 left2_have:0.4 left2_heating:1.2
    left2_her:0.5 left2_here:-0.5 left2_hers:0.3 left2_him:-0.7 left2_his:0.6 left2_hold:1.3 left2_home:-0.2
    left2_hours:-0.3 left2_house:-0.4 left2_i:0.7 left2_i'm:-0.2 left2_i've:-0.1 left2_icon:0.3 left2_id:-0.6
    left2_if:-0.3 left2_in:0.2 left2_install:-0.1 left2_instead:0.2 left2_into:-0.1 left2_ipad:-0.1 left2_ipads:0.1
    left2_is:0.1 left2_isn't:-0.2 left2_it:0.9 left2_it'll:-0.2 left2_it's:0.5 left2_its:-0.5 left2_itself:0.1
    left2_join:-0.4 left2_just:-0.2 left2_key:0.2 left2_knows:0.2 left2_label:-0.5 left2_laptop:-0.5
    left2_laptops:-0.3 left2_lead:-0.1 left2_leave:-0.1 left2_left:2.2 left2_letters:-0.7 left2_library:-0.1
    left2_licence:0.1 left2_lift:-0.1 left2_light:-0.7 left2_link:-1.1 left2_list:-1.4 left2_little:-0.2
    left2_lock:0.2 left2_locked:-0.3 left2_log:1.5 left2_login:0.3 left2_lost:-0.2 left2_mac:0.1 left2_machine:-0.1
    left2_made:1.7 left2_mail:0.8 left2_mailbox:-1.0 left2_make:-0.2 left2_makes:-0.1 left2_manager:0.1
    left2_me:-0.6 left2_means:-0.3 left2_meeting:-0.8 left2_message:-0.6 left2_mine:0.2 left2_minutes:-0.2
    left2_missing:-0.1 left2_more:-0.1 left2_morning:1.2 left2_move:-0.4 left2_moved:-0.2 left2_must:-0.3
    left2_my:-0.9 left2_name:-1.6 left2_need:-0.3 left2_needed:-0.6 left2_needs:-0.7 left2_network:-0.5
    left2_never:0.7 left2_new:-0.9 left2_next:0.2 left2_no:-0.5 left2_not:-0.4 left2_nothing:-0.3 left2_now:-0.4
    left2_number:-0.9 left2_of:-0.7 left2_off:0.5 left2_office:-0.4 left2_offline:-0.1 left2_ok:0.3 left2_old:0.6
    left2_on:0.5 left2_once:0.3 left2_one:0.6 left2_onedrive:-0.3 left2_ones:-0.4 left2_only:-0.4 left2_open:-0.4
    left2_opens:0.7 left2_operator:0.8 left2_or:-0.6 left2_orange:-0.1 left2_other:0.4 left2_otherwise:-0.2
    left2_our:0.5 left2_out:-0.7 left2_outside:-0.1 left2_over:-0.3 left2_own:0.2 left2_page:-0.3 left2_panel:-0.4
    left2_parents:-0.1 left2_pass:0.6 left2_password:1.4 left2_paste:0.3 left2_pc:0.9 left2_person:-0.4
    left2_phone:0.2 left2_pick:-0.9 left2_picture:-0.1 left2_pin:0.2 left2_please:0.7 left2_plug:-0.2
    left2_plus:-0.1 left2_power:-0.2 left2_press:0.3 left2_printer:-0.5 left2_pupil:-0.3 left2_pupils:-0.1
    left2_put:1.3 left2_pw:0.9 left2_rather:-0.1 left2_read:1.0 left2_reader:-0.1 left2_record:-0.4
    left2_recovery:0.1 left2_remote:-0.1 left2_remove:-0.1 left2_reply:-0.2 left2_right:-1.6 left2_right-click:-0.1
    left2_ring:-0.1 left2_room:-0.2 left2_run:1.4 left2_runs:0.6 left2_s:0.1 left2_safe:0.2 left2_said:-0.1
    left2_same:0.2 left2_save:-0.4 left2_say:0.5 left2_says:-1.0 left2_scan:-0.5 left2_school:0.6 left2_screen:0.3
    left2_second:0.5 left2_security:0.2 left2_see:-0.2 left2_send:-0.1 left2_sends:-0.3 left2_service:-0.3
    left2_set:-0.4 left2_settings:-0.4 left2_share:-0.4 left2_shared:0.1 left2_sheet:0.4 left2_should:-1.3
    left2_shows:0.2 left2_side:-0.1 left2_sign:0.5 left2_sims:-0.7 left2_since:-0.1 left2_site:1.0 left2_small:-0.6
    left2_so:1.3 left2_software:-0.4 left2_sound:-0.1 left2_spare:0.2 left2_start:-0.2 left2_starts:0.7
    left2_still:-0.5 left2_stop:-0.9 left2_storage:-0.1 left2_store:0.3 left2_stuck:-0.1 left2_swipe:0.3
    left2_system:-0.1 left2_tablet:-0.3 left2_take:-0.3 left2_tap:-0.2 left2_teacher:1.4 left2_teams:-0.1
    left2_telephone:0.2 left2_tell:0.5 left2_temporary:0.3 left2_than:0.5 left2_that:-1.0 left2_that's:1.1
    left2_the:-0.8 left2_their:-0.2 left2_them:0.4 left2_then:0.4 left2_there:-0.1 left2_they:-0.4 left2_thing:0.9
    left2_three:0.9 left2_tick:-1.0 left2_till:-0.3 left2_time:-0.4 left2_times:-0.1 left2_to:-0.1 left2_today's:0.6
    left2_touch:-0.1 left2_tray:0.1 left2_trolley:0.6 left2_trust:-0.1 left2_try:0.2 left2_turn:0.2 left2_twice:0.8
    left2_two:0.2 left2_type:1.0 left2_u:-0.8 left2_under:-0.2 left2_unlock:1.5 left2_until:-0.6 left2_up:1.6
    left2_update:-0.2 left2_use:-0.7 left2_user:0.6 left2_username:-0.3 left2_using:0.9 left2_usual:0.1
    left2_usually:-0.3 left2_wait:-0.1 left2_want:-0.1 left2_was:0.6 left2_we:-0.2 left2_web:0.3 left2_well:0.4
    left2_went:0.6 left2_what:-0.1 left2_when:0.3 left2_where:-0.1 left2_which:-0.1 left2_while:-0.3 left2_who:-0.5
    left2_wi-fi:0.2 left2_wifi:-0.1 left2_will:-0.5 left2_window:-0.4 left2_wipe:-0.1 left2_with:0.6
    left2_without:-0.1 left2_word:1.2 left2_work:-0.2 left2_working:-0.3 left2_works:0.3 left2_write:-0.4
    left2_wrong:-0.2 left2_year:0.6 left2_yes:0.3 left2_you:1.3 left2_your:-0.1 left2_yours:1.5 line_with_taken:0.2
    line_with_taken_digits:-0.8 line_with_taken_few:0.3 line_with_taken_known:0.3 line_with_taken_new:-0.2
    line_with_taken_odd:-0.1 line_with_taken_unit:0.6 lock_before:0.9 lock_here:0.5 lock_long_before:0.4
    lock_near:0.6 look_camel:-1.2 look_digits:1.6 look_few:-1.2 look_form:-1.2 look_joined:0.3 look_known:-3.0
    look_mixed:2.2 look_new:-0.1 look_odd:-0.7 look_signs:1.7 look_unit:-0.5 rare_desk:-0.3 rare_english:1.0
    rare_long:0.6 rare_strange:-0.4 right_#:-0.1 right_%:-1.3 right_&:0.9 right_+:-0.2 right_/:1.3 right_0:0.6
    right_1:1.0 right_10:0.2 right_11:-0.2 right_12:-0.3 right_14:-0.3 right_2:0.6 right_20:-1.2 right_3:0.7
    right_30:-0.5 right_4:0.3 right_5:1.0 right_6:-0.4 right_60:-0.1 right_7:0.7 right_8:0.7 right_9:0.8
    right_[account_name]:-0.3 right_[address]:-0.3 right_[code]:-0.9 right_[email_address]:-0.1 right_[name]:0.8
    right_[password]:0.1 right_[phone_number]:-0.6 right_[postcode]:-0.1 right_[pupil]:0.9 right_a:-0.6
    right_about:-0.1 right_access:-0.1 right_account:0.2 right_add:-1.1 right_address:-0.3 right_admin:-0.5
    right_administrator:-0.3 right_after:-0.2 right_again:0.4 right_alarm:-0.2 right_all:0.6 right_already:1.5
    right_alt:-0.2 right_and:0.7 right_anything:-0.1 right_app:0.5 right_apps:-0.1 right_are:-0.1 right_as:0.8
    right_ask:0.1 right_at:-0.8 right_attendance:-0.1 right_away:-0.1 right_b:0.7 right_back:0.8 right_battery:0.1
    right_because:-0.3 right_beeps:-0.7 right_before:-1.0 right_behind:-0.1 right_bit:-0.1 right_blue:-0.3
    right_both:-0.1 right_bottom:0.2 right_box:-0.5 right_but:0.8 right_button:-0.1 right_by:-0.8 right_came:-0.1
    right_camera:-0.1 right_can:-0.2 right_can't:-0.3 right_card:-0.1 right_change:0.4 right_changes:-0.1
    right_check:-0.4 right_choose:0.1 right_class:-0.2 right_click:0.9 right_cloud:-0.3 right_code:-0.8
    right_comes:-0.2 right_company:-0.1 right_copy:-0.1 right_count:-0.1 right_ctrl:-0.1 right_cupboard:-0.1
    right_database:-0.1 right_date:-0.1 right_delete:-0.1 right_device:-0.1 right_devices:-0.1 right_digits:-0.1
    right_does:-0.1 right_don't:-0.1 right_done:-0.3 right_dont:0.2 right_door:-0.1 right_double:0.4 right_down:-0.3
    right_drag:-0.3 right_e.g:-0.1 right_each:-0.5 right_email:-0.1 right_ends:-0.2 right_enter:1.0 right_every:-0.2
    right_file:-0.1 right_files:-0.8 right_firm:-0.1 right_firmware:-0.2 right_first:1.2 right_followed:-0.1
    right_for:-0.3 right_forget:-0.2 right_form:-0.1 right_from:-1.0 right_full:-0.7 right_gate:0.6
    right_general:-0.1 right_get:-0.3 right_gets:0.9 right_go:0.2 right_goes:-0.2 right_got:-0.1 right_green:-0.5
    right_group:-0.4 right_had:-0.3 right_has:-1.2 right_have:-0.4 right_he:-0.6 right_he's:-0.1 right_here:-0.1
    right_him:-0.2 right_hold:-0.1 right_i:0.5 right_i'm:-0.3 right_i've:-0.2 right_icon:-0.1 right_if:-0.8
    right_in:-1.2 right_install:-0.3 right_instead:1.2 right_into:0.1 right_ipad:-0.1 right_is:-1.9 right_isn't:-0.1
    right_it:-0.9 right_it's:0.5 right_its:-0.3 right_join:0.6 right_keep:-0.3 right_keeps:-0.1 right_key:-1.4
    right_l:0.5 right_lamp:1.0 right_laptop:-0.1 right_last:0.4 right_leave:0.5 right_left:1.9 right_letters:-0.3
    right_light:-0.2 right_like:0.1 right_line:0.3 right_lock:-0.1 right_log:-0.6 right_login:-0.2
    right_machine:-0.3 right_manager:-0.3 right_map:-0.2 right_means:-0.4 right_minutes:-0.1 right_mode:-0.5
    right_more:-0.1 right_must:-0.1 right_name:-0.2 right_need:0.2 right_needs:-0.2 right_network:-0.2 right_new:1.4
    right_next:-0.3 right_no:0.6 right_not:-0.6 right_note:-0.1 right_nothing:-0.3 right_now:0.8 right_number:-0.8
    right_numbers:-0.1 right_of:-1.2 right_off:-0.9 right_office:-0.3 right_ok:0.5 right_old:0.1 right_on:-0.4
    right_once:0.5 right_one:1.7 right_onedrive:-0.1 right_ones:-0.1 right_only:-0.3 right_open:0.8 right_opens:-0.3
    right_or:-1.3 right_our:0.2 right_out:-0.5 right_over:1.1 right_overnight:-0.7 right_page:-0.6 right_paper:-0.1
    right_pass:0.7 right_password:1.4 right_passwords:-0.2 right_paste:-0.4 right_pc:-0.4 right_pcs:-0.2
    right_pdf:-0.4 right_phone:-0.1 right_pick:-0.1 right_pin:-0.6 right_please:0.3 right_plug:-0.5 right_port:-0.2
    right_portal:-0.1 right_power:-0.1 right_press:-0.5 right_print:-0.1 right_printer:-0.1 right_printers:-0.1
    right_pull:0.8 right_pupil:-0.1 right_push:1.0 right_put:0.3 right_r:0.3 right_read:-0.1 right_reader:-0.2
    right_red:-0.2 right_remember:-0.1 right_remove:-0.1 right_reply:-0.2 right_right:2.3 right_ring:-0.4
    right_room:-0.5 right_run:-0.1 right_s:-0.4 right_same:0.2 right_save:-0.3 right_say:-0.2 right_says:-0.2
    right_scan:-0.1 right_school:-0.4 right_seats:-0.2 right_secret:0.5 right_security:-0.1 right_see:-0.2
    right_select:-0.1 right_send:-0.1 right_service:-0.1 right_settings:0.1 right_shared:0.2 right_she:-0.5
    right_she's:-0.2 right_sheet:-0.2 right_should:0.4 right_shows:-0.1 right_side:-0.3 right_sign:-0.1
    right_since:-0.2 right_site:-0.1 right_six:1.8 right_so:-0.3 right_start:-0.2 right_station:1.1 right_stays:-0.1
    right_still:0.2 right_stop:-0.1 right_support:-0.2 right_switch:-0.1 right_tab:-0.1 right_takes:-0.2
    right_tap:-0.1 right_teacher:-0.1 right_tell:-0.1 right_that:-0.1 right_that's:-0.7 right_the:-0.7
    right_their:-0.1 right_them:-0.3 right_then:1.0 right_there's:-0.5 right_they:-0.2 right_thing:-0.1
    right_this:-0.2 right_those:-0.1 right_three:1.0 right_tick:0.9 right_till:0.5 right_time:-0.1 right_to:-0.7
    right_today:-0.5 right_tomorrow:0.6 right_too:-0.2 right_tools:0.3 right_top:-0.1 right_tracker:-0.1
    right_try:-0.1 right_turn:0.2 right_twice:0.4 right_two:0.3 right_under:-0.1 right_until:0.4 right_up:-0.4
    right_update:-0.2 right_us:-0.1 right_usb:-0.3 right_use:-0.4 right_user:0.6 right_username:0.5 right_view:-0.1
    right_wait:-1.0 right_want:-0.1 right_wants:-0.1 right_was:0.6 right_we:0.6 right_what:0.3 right_when:0.9
    right_where:0.1 right_which:1.0 right_while:-0.4 right_who:-0.2 right_wifi:1.4 right_will:0.2 right_with:0.2
    right_without:0.2 right_word:-0.1 right_works:0.2 right_yes:0.1 right_you:0.5 right_your:-0.5 right_yours:-0.3
    right2_#:0.2 right2_&:-0.1 right2_+:-0.7 right2_-:-0.3 right2_/:-0.4 right2_0:0.3 right2_1:1.0 right2_12:-0.2
    right2_14:-0.3 right2_2:0.4 right2_20:-0.5 right2_24:-0.1 right2_3:0.3 right2_30:-0.6 right2_4:0.7 right2_5:-0.1
    right2_6:0.4 right2_60:-0.7 right2_7:-0.1 right2_8:0.6 right2_9:0.6 right2_[address]:-0.1 right2_[code]:0.4
    right2_[email_address]:-0.8 right2_[key]:-0.1 right2_[name]:-0.1 right2_[password]:0.3
    right2_[phone_number]:-1.0 right2_[pupil]:1.0 right2_a:-0.7 right2_about:-0.2 right2_access:-0.1
    right2_account:0.2 right2_add:-0.1 right2_address:-0.1 right2_admin:0.1 right2_after:-0.9 right2_again:-0.2
    right2_all:0.3 right2_already:-0.1 right2_alt:-0.3 right2_always:-0.6 right2_an:0.1 right2_and:-0.6
    right2_another:0.7 right2_any:-0.2 right2_anything:-0.1 right2_app:-0.1 right2_are:-0.7 right2_as:0.2
    right2_ask:-0.4 right2_asked:-0.3 right2_asks:-0.7 right2_at:-0.9 right2_back:0.4 right2_be:-0.3
    right2_because:-0.7 right2_beep:-1.0 right2_before:-0.5 right2_behind:-0.2 right2_bench:-0.1 right2_blank:-0.1
    right2_blue:-0.2 right2_both:-0.1 right2_box:0.5 right2_but:0.1 right2_by:-0.2 right2_call:-0.1 right2_can:1.1
    right2_can't:0.1 right2_change:0.4 right2_changes:0.2 right2_charger:-0.2 right2_check:-0.4 right2_choose:0.3
    right2_class:-0.1 right2_click:-0.2 right2_close:-0.1 right2_code:-0.3 right2_cog:-0.1 right2_come:-0.2
    right2_copier:-0.1 right2_copy:0.1 right2_date:-0.1 right2_day:-0.1 right2_days:-0.1 right2_dead:-0.1
    right2_delete:-0.1 right2_details:-0.1 right2_device:-0.1 right2_devices:-0.1 right2_does:-0.1 right2_don't:-0.1
    right2_done:1.3 right2_dont:-0.2 right2_door:-0.3 right2_dots:-0.2 right2_down:0.6 right2_drag:-0.5
    right2_each:-0.4 right2_empty:-0.1 right2_end:0.1 right2_ends:-0.1 right2_enter:0.8 right2_every:-0.1
    right2_everything:0.9 right2_file:-0.1 right2_files:-0.5 right2_first:0.1 right2_fob:0.1 right2_follow:-1.3
    right2_for:-0.2 right2_four:-0.1 right2_friday:-0.2 right2_from:-0.4 right2_front:-0.2 right2_full:-0.7
    right2_gb:-0.4 right2_get:1.0 right2_gets:1.0 right2_give:-0.8 right2_go:-0.1 right2_good:-0.1 right2_got:0.2
    right2_had:-0.3 right2_half:1.7 right2_handle:0.2 right2_has:-0.4 right2_hash:-1.0 right2_have:-0.6
    right2_he's:-0.8 right2_her:0.4 right2_his:0.5 right2_hold:0.6 right2_home:-0.1 right2_i:1.3 right2_i've:0.2
    right2_icon:-0.1 right2_if:-0.5 right2_in:-0.5 right2_inside:0.8 right2_install:-0.3 right2_instead:0.6
    right2_into:0.1 right2_ipad:-0.1 right2_is:-0.9 right2_isn't:-0.1 right2_issue:-0.1 right2_it:0.4
    right2_it'll:-0.1 right2_it's:0.9 right2_its:0.3 right2_itself:-0.1 right2_join:0.2 right2_keep:-0.6
    right2_key:1.3 right2_laptop:-0.1 right2_last:0.3 right2_leave:-0.2 right2_left:-0.1 right2_let:0.4
    right2_line:0.6 right2_locked:0.2 right2_log:1.0 right2_login:-0.2 right2_lower:0.4 right2_machine:-0.1
    right2_made:0.2 right2_manager:-0.2 right2_me:-0.2 right2_means:-0.2 right2_menu:-0.3 right2_microsoft:-0.2
    right2_morning:0.3 right2_moved:-0.5 right2_my:-0.4 right2_name:-0.1 right2_need:-0.5 right2_needs:-0.5
    right2_network:-0.1 right2_never:0.1 right2_new:-0.3 right2_next:0.1 right2_night:-0.2 right2_no:-0.8
    right2_not:-0.2 right2_now:2.1 right2_number:-0.4 right2_of:-1.0 right2_off:-0.3 right2_office:-0.4
    right2_ok:0.7 right2_on:-1.3 right2_once:-0.1 right2_one:-0.5 right2_onedrive:-0.1 right2_only:0.7
    right2_open:1.6 right2_opens:-0.1 right2_options:-0.2 right2_or:-0.1 right2_our:-1.1 right2_out:-0.9
    right2_overnight:-0.2 right2_own:-0.1 right2_page:-0.2 right2_pass:0.7 right2_password:1.2 right2_passwords:-0.1
    right2_pc:-0.1 right2_person:-0.6 right2_phone:-0.1 right2_pick:0.3 right2_pin:-0.8 right2_plant:-0.2
    right2_please:0.8 right2_plug:-0.1 right2_plus:-0.1 right2_press:-0.3 right2_pull:0.8 right2_put:-0.8
    right2_r:-0.1 right2_really:0.1 right2_reception:-0.1 right2_record:-0.1 right2_red:-0.2 right2_remove:0.2
    right2_reset:0.6 right2_restart:-0.3 right2_right:-0.1 right2_ring:-0.1 right2_room:-0.5 right2_run:0.7
    right2_s:-0.1 right2_save:-0.5 right2_say:-0.2 right2_says:-0.1 right2_scan:-0.5 right2_school:-0.8
    right2_second:-0.1 right2_secret:-0.1 right2_security:0.5 right2_send:-0.1 right2_server:-0.1 right2_set:-0.1
    right2_settings:-0.2 right2_shift:-0.1 right2_should:-0.3 right2_sign:-0.3 right2_signs:-0.1 right2_six:0.7
    right2_so:-0.3 right2_software:-0.1 right2_somebody:-0.1 right2_staff:-0.1 right2_start:0.1 right2_stays:-0.1
    right2_still:-0.1 right2_storage:-0.5 right2_stuck:-1.0 right2_switch:1.3 right2_sync:-0.2 right2_system:0.2
    right2_take:-0.1 right2_tap:-0.2 right2_tell:1.0 right2_ten:-0.4 right2_term:0.2 right2_text:-0.3
    right2_than:-0.2 right2_that:0.8 right2_that's:-0.3 right2_the:0.2 right2_their:-0.2 right2_them:0.2
    right2_then:1.7 right2_there:-0.3 right2_they:0.8 right2_this:-1.3 right2_three:0.9 right2_tick:-0.2
    right2_time:0.4 right2_to:0.9 right2_today's:1.0 right2_too:-0.2 right2_top:-0.1 right2_tray:-0.2 right2_try:0.1
    right2_turn:0.3 right2_twice:-0.1 right2_two:0.8 right2_type:-0.7 right2_under:-0.1 right2_unlock:0.2
    right2_until:0.4 right2_up:-0.1 right2_us:-0.1 right2_usb:-0.1 right2_use:-0.4 right2_user:-0.2 right2_usual:0.2
    right2_version:-0.2 right2_wait:-0.5 right2_waiting:-0.1 right2_want:-0.3 right2_wants:-0.4 right2_was:1.9
    right2_we:-0.3 right2_week:0.3 right2_well:-0.4 right2_went:-0.1 right2_were:-0.1 right2_when:-0.3
    right2_where:-0.7 right2_which:-0.4 right2_who:-0.3 right2_wifi:0.4 right2_will:0.3 right2_without:-0.9
    right2_word:0.3 right2_works:0.2 right2_wrong:-0.1 right2_year:0.3 right2_you:0.5 right2_you'll:0.1
    right2_you're:-0.1 right2_your:-0.2 right2_yours:0.2 row_of_taken:0.1 secret_before:0.6 secret_here:-0.1
    secret_long_before:0.3 secret_near:1.5 short_line:0.3 short_line_few:0.1 short_line_known:-0.1
    short_line_new:0.2 short_line_odd:-0.5 short_line_strange:0.2 short_line_unit:0.8 slot_after_taken:-0.1
    slot_alone:0.2 slot_as:-0.8 slot_at:-1.0 slot_bracket:-0.9 slot_cell:1.4 slot_colon:-0.4 slot_comma:-0.4
    slot_in_as:1.2 slot_is:0.3 slot_label:0.2 slot_menu:-1.2 slot_none:0.7 slot_opener:-0.2 slot_opens_with:0.9
    slot_pair:1.0 slot_pair_colon:1.6 slot_pair_first:-1.9 slot_person:-2.4 slot_quote:-0.7 slot_set_to:1.8
    slot_start:-0.5 slot_takes:-0.9 slot_the:-1.1 slot_then:-1.0 slot_use:0.9 slot_wide:0.7 taken_around:-0.2
    taken_digits:-0.2 taken_few:-0.1 taken_here:-1.0 taken_known:0.2 taken_new:0.3 taken_odd:-0.8 taken_unit:-0.3
    who_before:0.6 who_here:0.6 who_long_before:0.5 who_near:1.0
"""
POINTS = {
    name.replace("_", " "): float(points) for name, _, points in (entry.rpartition(":") for entry in _FITTED.split())
}
