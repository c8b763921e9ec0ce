"""Points for and against a word being a secret: fitted, all of it, by tests/core/kb/fit_points.py.

Each entry is a sign (spaces written "_") and its points; the one without a name is every word's.
"""

_FITTED = """
    :-2.5 ahead_taken:-0.1 ahead_taken_few:-0.5 ahead_taken_known:-0.2 ahead_taken_new:0.7 ahead_taken_odd:-0.4
    ahead_taken_strange:-0.1 ask_before:0.5 ask_here:0.2 ask_long_before:0.1 ask_near:0.3 behind_bracket:0.5
    behind_bracket_digits:1.0 behind_bracket_few:-0.7 behind_bracket_known:0.1 behind_bracket_new:-0.4
    behind_bracket_strange:0.6 behind_cell:0.3 behind_cell_known:-0.6 behind_cell_new:0.6 behind_cell_strange:0.4
    behind_close:-0.4 behind_close_few:-0.5 behind_close_known:0.1 behind_close_new:0.2 behind_close_strange:-0.5
    behind_close_unit:-0.6 behind_colon:-2.3 behind_colon_few:-0.3 behind_colon_known:-0.6 behind_colon_new:-0.7
    behind_colon_strange:-0.7 behind_comma_digits:0.2 behind_comma_few:1.0 behind_comma_known:-0.3
    behind_comma_new:-0.2 behind_comma_odd:-0.3 behind_comma_strange:0.4 behind_comma_unit:-0.6 behind_line:0.3
    behind_line_digits:0.2 behind_line_few:0.2 behind_line_known:0.5 behind_line_new:0.4 behind_line_odd:-0.7
    behind_line_strange:0.5 behind_menu:-1.8 behind_menu_known:-0.6 behind_menu_new:-1.2 behind_menu_strange:0.1
    behind_quote:-0.5 behind_quote_known:-0.6 behind_quote_new:0.3 behind_quote_strange:0.1 behind_space:0.1
    behind_space_digits:0.2 behind_space_few:0.4 behind_space_form:-0.1 behind_space_known:-1.0
    behind_space_new:-0.5 behind_space_odd:0.5 behind_space_strange:0.5 behind_space_unit:0.2 behind_stop:0.2
    behind_stop_digits:-0.5 behind_stop_few:-0.8 behind_stop_new:-0.1 behind_stop_odd:0.3 behind_stop_strange:0.7
    behind_stop_unit:0.9 behind_wide:1.9 behind_wide_known:-0.2 behind_wide_new:1.3 behind_wide_strange:0.9
    below_colon:0.7 below_colon_few:-0.2 below_colon_known:-0.1 capital:-0.9 capital_first:-1.5 cue_digits:1.4
    cue_few:1.3 cue_known:0.3 cue_new:0.4 cue_odd:1.1 cue_strange:0.7 cue_unit:0.6 ends_False:-1.0 ends_True:-0.5
    gap_bracket_digits:0.1 gap_bracket_few:0.2 gap_bracket_known:-0.4 gap_bracket_new:-0.2 gap_bracket_strange:0.7
    gap_bracket_unit:-1.2 gap_cell_digits:0.1 gap_cell_known:-1.6 gap_cell_new:0.7 gap_cell_strange:0.4
    gap_close_known:-0.3 gap_colon_few:0.6 gap_colon_known:0.8 gap_colon_new:0.9 gap_colon_odd:0.8
    gap_colon_strange:-2.0 gap_comma_digits:-0.6 gap_comma_few:0.7 gap_comma_known:-0.6 gap_comma_new:-0.5
    gap_comma_odd:-0.7 gap_comma_strange:1.3 gap_line_digits:1.5 gap_line_few:-2.8 gap_line_known:-1.1
    gap_line_new:-1.7 gap_line_odd:-0.4 gap_line_strange:0.2 gap_line_unit:-0.7 gap_menu_known:-0.1
    gap_menu_new:-0.1 gap_menu_strange:0.4 gap_quote_known:-0.3 gap_quote_strange:0.1 gap_space_digits:-0.6
    gap_space_few:-0.4 gap_space_form:-1.1 gap_space_known:-0.9 gap_space_new:-0.5 gap_space_odd:0.6
    gap_space_strange:0.5 gap_space_unit:-1.2 gap_stop_digits:0.3 gap_stop_few:-0.3 gap_stop_known:0.4
    gap_stop_new:0.2 gap_stop_odd:-0.1 gap_stop_strange:0.8 gap_wide_known:0.8 gap_wide_new:0.8
    gap_wide_strange:-0.1 given:0.5 given_&_cue:0.1 given_&_cue_digits:0.1 given_&_cue_few:-0.5
    given_&_cue_known:0.2 given_&_cue_new:0.5 given_&_cue_odd:0.1 given_&_cue_strange:0.8 given_&_cue_unit:-0.8
    given_&_far_cue:0.1 given_&_far_cue_digits:-0.5 given_&_far_cue_new:0.4 given_&_far_cue_odd:0.1
    given_&_far_cue_strange:0.1 given_&_far_cue_unit:0.4 given_digits:0.3 given_few:-1.0 given_known:1.1
    given_new:0.9 given_odd:-0.3 given_rare_desk:-0.4 given_rare_english:0.1 given_rare_long:-0.5
    given_rare_strange:0.1 given_strange:-0.5 given_unit:0.7 left_##:-0.7 left_+:0.5 left_-:1.0 left_/:1.4
    left_0:1.1 left_1:1.4 left_11:-0.3 left_2:-0.1 left_3:0.3 left_4:0.5 left_5:0.8 left_6:0.6 left_7:0.4 left_8:0.4
    left_9:0.7 left_[account_name]:0.7 left_[code]:-0.8 left_[email_address]:0.4 left_[name]:-0.5
    left_[password]:-1.4 left_[phone_number]:-0.9 left_[pupil]:-1.6 left_a:-1.0 left_access:-0.1 left_account:0.6
    left_accounts:-0.1 left_add:-0.1 left_address:-0.4 left_admin:0.2 left_administrator:0.3 left_after:-0.3
    left_alarm:-0.1 left_all:-0.3 left_allow:-0.2 left_already:-0.3 left_also:-0.1 left_always:-0.3 left_an:-0.4
    left_and:0.9 left_another:0.4 left_answer:0.8 left_any:-0.1 left_anything:-0.3 left_app:-0.1 left_apps:-0.2
    left_are:0.1 left_as:0.2 left_ask:-0.5 left_asks:-0.1 left_asset:-1.3 left_at:0.1 left_b:-0.7 left_back:-0.2
    left_backup:-0.3 left_badge:-0.1 left_bank:-0.2 left_be:-0.1 left_because:-0.1 left_been:-0.2 left_before:-0.1
    left_bench:-0.3 left_big:-0.2 left_black:-0.2 left_blue:0.1 left_both:-0.5 left_bottom:0.6 left_box:0.3
    left_browser:-0.7 left_business:-0.1 left_but:-0.1 left_button:-0.1 left_by:-0.9 left_c:0.3 left_cabinet:0.6
    left_call:-0.1 left_called:-0.2 left_came:0.4 left_camera:-0.3 left_can:-1.0 left_can't:-0.1 left_candidate:0.3
    left_cannot:-0.1 left_capital:1.3 left_card:0.4 left_case:0.4 left_centre:0.6 left_change:-0.1 left_changed:0.1
    left_check:-0.1 left_choose:-0.4 left_chromebook:-0.6 left_class:-0.5 left_click:-0.1 left_club:-0.1
    left_code:0.7 left_codes:0.1 left_company:0.2 left_contract:0.9 left_cover:-0.1 left_cupboard:-0.1 left_d:-0.1
    left_data:-0.5 left_database:0.6 left_day:-0.1 left_days:-0.5 left_desk:-0.4 left_desktop:-0.2 left_device:-0.1
    left_dial:-0.4 left_different:0.2 left_do:-0.6 left_doesn't:-0.1 left_domain:-0.2 left_don't:-1.5 left_done:-0.1
    left_dont:-1.1 left_door:-0.5 left_dots:-0.1 left_down:-0.2 left_download:-0.1 left_drive:0.5 left_each:0.3
    left_email:0.4 left_enable:0.1 left_end:-0.1 left_ends:1.1 left_engineer:-0.1 left_enter:0.3 left_envelope:0.1
    left_every:-0.3 left_exam:-0.8 left_exams:0.1 left_export:-0.1 left_file:-0.8 left_fire:-1.1 left_first:0.1
    left_five:0.9 left_for:-1.1 left_four:1.7 left_from:0.8 left_gate:0.1 left_gb:-0.1 left_get:-1.0 left_go:-0.1
    left_goes:-1.0 left_good:-0.1 left_google:0.2 left_got:-0.1 left_green:-0.2 left_group:-0.3 left_guest:-0.1
    left_had:-0.3 left_half:-0.2 left_hall:-0.3 left_has:-0.7 left_hasn't:-0.1 left_have:-0.3 left_he's:-0.3
    left_help:-0.4 left_her:-0.1 left_his:-0.8 left_hold:-0.3 left_home:-0.1 left_hotspot:-0.1 left_house:0.5
    left_i:-0.4 left_i'll:-0.1 left_i've:-0.3 left_icon:0.3 left_id:-0.6 left_if:-1.4 left_in:-0.5 left_inside:-0.1
    left_instead:0.3 left_ipad:-0.3 left_is:1.1 left_isn't:-0.2 left_it:0.4 left_it'll:-0.2 left_it's:0.8
    left_its:2.4 left_itself:0.3 left_join:-0.1 left_just:-0.3 left_key:-0.6 left_keypad:0.4 left_l:0.6
    left_laptop:-0.4 left_last:-0.8 left_leave:-0.1 left_left:1.8 left_letters:-0.6 left_library:-0.2
    left_licence:0.4 left_line:-0.1 left_little:-0.6 left_local:-0.1 left_lock:0.7 left_locked:0.3 left_locker:-0.5
    left_long:-1.3 left_lost:0.1 left_lower:-0.1 left_mac:-0.1 left_machine:0.8 left_main:-0.1 left_manager:0.5
    left_me:1.6 left_memorable:-0.1 left_menu:-1.5 left_message:-0.2 left_mfa:-0.2 left_microsoft:-0.1
    left_minibus:0.7 left_minutes:-0.6 left_missing:-0.1 left_mobile:-0.4 left_mode:0.4 left_more:-0.1 left_must:0.7
    left_my:-0.3 left_name:-0.2 left_need:0.3 left_needs:-0.3 left_network:-0.7 left_never:-0.2 left_new:-0.5
    left_next:-0.3 left_ni:0.9 left_no:-0.9 left_normal:-0.1 left_not:0.1 left_nothing:-0.2 left_now:1.1
    left_number:-1.0 left_of:0.3 left_off:0.1 left_office:-0.1 left_ok:1.5 left_old:-0.8 left_on:-0.4 left_once:0.4
    left_one:2.6 left_one's:0.3 left_onedrive:-0.1 left_only:-0.3 left_open:-0.2 left_operator:0.3 left_or:-0.5
    left_order:-0.1 left_other:-0.3 left_otherwise:0.1 left_our:-0.1 left_out:0.5 left_outlook:-0.1 left_own:-0.2
    left_p:0.8 left_padlock:0.4 left_page:-0.6 left_panel:-0.2 left_parent:-0.1 left_parents:0.2 left_pass:1.2
    left_password:1.3 left_password's:1.1 left_pc:0.5 left_pdf:-0.5 left_people:-0.1 left_person:-0.1
    left_phone:-0.5 left_pick:-0.2 left_pin:-0.2 left_please:-1.5 left_portal:0.8 left_power:-0.2 left_prep:0.2
    left_press:-0.2 left_print:-0.2 left_printer:-0.3 left_profile:-0.1 left_pupil:-0.3 left_pupils:-0.3
    left_put:0.9 left_pw:0.8 left_reader:-0.2 left_red:-0.1 left_remote:-0.1 left_report:-0.2 left_reports:0.6
    left_reset:-0.5 left_restart:-0.1 left_results:-0.4 left_right:0.5 left_ring:-1.2 left_room:-0.3 left_run:-0.1
    left_s:-0.6 left_safe:-0.7 left_said:0.9 left_same:-0.4 left_say:-0.8 left_says:-1.6 left_school:-0.9
    left_school's:-0.1 left_screen:-0.7 left_second:0.2 left_secret:0.3 left_secs:-0.3 left_security:-0.2
    left_see:-0.2 left_send:-0.2 left_serial:0.3 left_server:0.7 left_session:-0.1 left_set:0.4 left_settings:-0.1
    left_shared:-0.1 left_she:-0.6 left_should:-0.1 left_show:-1.0 left_shows:0.4 left_side:-0.1 left_sign-in:0.9
    left_sims:-0.5 left_since:-0.1 left_site:0.1 left_six:1.3 left_small:-0.4 left_so:0.5 left_software:-0.2
    left_some:-0.1 left_someone:-0.1 left_spare:-0.2 left_st:-0.3 left_staff:-0.5 left_start:0.1 left_station:0.1
    left_stays:0.1 left_sticker:0.2 left_still:0.4 left_stop:-0.1 left_store:0.6 left_stuck:-0.7 left_students:-0.2
    left_supplier's:-0.1 left_support:-0.3 left_switch:-0.2 left_system:0.3 left_take:-0.1 left_takes:0.6
    left_tap:-0.1 left_teacher:0.6 left_teams:-0.1 left_tell:-0.6 left_temp:-0.4 left_temporary:-0.1 left_ten:-0.1
    left_test:0.3 left_text:-0.1 left_than:-0.6 left_that:0.5 left_that's:1.1 left_thats:0.3 left_the:-1.3
    left_their:-0.1 left_them:-0.1 left_then:1.3 left_there:-0.2 left_they:-0.1 left_thing:0.6 left_third:-0.1
    left_thirty:-0.1 left_this:0.7 left_three:-0.1 left_tick:-0.2 left_tiles:-0.2 left_till:0.9 left_time:-0.7
    left_times:0.2 left_to:-0.4 left_today:1.2 left_today's:-0.3 left_tomorrow:-0.3 left_tools:-0.7 left_top:-0.4
    left_tracker:-0.1 left_tray:-0.1 left_trip:0.6 left_trolley:-0.2 left_try:0.5 left_tv:-0.1 left_twice:0.3
    left_two:-1.9 left_type:1.2 left_under:-0.4 left_unlock:0.4 left_until:-0.2 left_up:0.9 left_update:-0.1
    left_ur:-0.4 left_use:-0.1 left_user:-0.3 left_username:0.4 left_using:1.0 left_usual:0.1 left_valid:-0.4
    left_wait:0.7 left_want:-0.2 left_wants:1.8 left_was:1.0 left_way:-0.1 left_we:-0.2 left_week:0.5 left_well:-0.2
    left_were:-0.2 left_when:-0.2 left_which:-0.4 left_while:-0.1 left_white:-0.2 left_who:-0.2 left_whole:-0.1
    left_wi-fi:-0.8 left_wifi:-0.1 left_will:-0.3 left_windows:0.3 left_wireless:-0.8 left_with:1.3
    left_without:-0.3 left_word:1.2 left_work:-0.2 left_written:0.6 left_wrong:-0.2 left_year:-0.1 left_yellow:0.4
    left_you:1.0 left_you'll:-0.1 left_you're:0.2 left_you've:-0.1 left_your:-1.0 left_yours:0.9 left_zone:-0.5
    left2_+:-0.1 left2_-:0.4 left2_/:0.9 left2_0:0.8 left2_1:0.9 left2_10:0.1 left2_12:-0.2 left2_2:-0.1
    left2_20:-0.3 left2_3:0.5 left2_30:-0.7 left2_4:-0.2 left2_5:0.7 left2_6:-0.3 left2_7:0.6 left2_8:0.1
    left2_9:0.5 left2_[account_name]:1.2 left2_[address]:-0.1 left2_[code]:-0.7 left2_[email_address]:0.8
    left2_[name]:-0.5 left2_[password]:-0.3 left2_[phone_number]:-1.1 left2_[private_link]:-0.1 left2_[pupil]:-0.5
    left2_a:-1.0 left2_about:-0.7 left2_access:0.6 left2_account:0.2 left2_add:-0.3 left2_address:-0.2
    left2_admin:0.7 left2_after:-0.6 left2_again:0.4 left2_alarm:0.4 left2_all:-0.1 left2_also:-0.3 left2_an:-0.7
    left2_and:0.8 left2_another:-0.2 left2_answer:-0.2 left2_any:-1.0 left2_anything:-2.0 left2_app:-0.5
    left2_apple:-0.1 left2_apps:-0.2 left2_are:1.0 left2_art:0.6 left2_as:0.6 left2_ask:-0.3 left2_asks:0.9
    left2_at:-1.3 left2_b:-0.4 left2_bank:-0.1 left2_be:0.5 left2_because:-0.2 left2_been:0.6 left2_before:-0.2
    left2_behind:-0.2 left2_big:0.9 left2_bitlocker:-0.1 left2_blue:0.6 left2_boiler:0.5 left2_book:-0.1
    left2_both:0.3 left2_bottom:0.4 left2_box:0.8 left2_browser:-0.1 left2_but:0.6 left2_button:0.6 left2_by:-0.1
    left2_c:0.1 left2_call:-0.5 left2_called:-0.3 left2_camera:-1.2 left2_can:0.2 left2_candidate:-0.1
    left2_cannot:-0.8 left2_card:0.9 left2_case:0.4 left2_centre:1.0 left2_change:0.2 left2_changed:0.7
    left2_check:-0.1 left2_choose:-0.9 left2_class:0.3 left2_click:-0.3 left2_close:-0.8 left2_code:-0.5
    left2_come:-0.1 left2_comes:0.2 left2_company:-0.4 left2_connect:0.2 left2_controller:0.3 left2_copier:0.1
    left2_count:-0.3 left2_ctrl:-0.1 left2_cupboard:0.2 left2_date:-0.1 left2_day:-0.4 left2_days:-0.1
    left2_dead:-0.2 left2_delete:0.5 left2_desk:0.1 left2_desktop:-0.8 left2_device:-0.4 left2_devices:-0.2
    left2_dial:0.3 left2_did:-1.4 left2_different:-0.1 left2_do:-0.3 left2_does:-0.1 left2_don't:0.8 left2_done:0.2
    left2_dont:-0.1 left2_door:0.1 left2_dots:0.3 left2_down:-0.4 left2_drive:-0.2 left2_each:-0.1 left2_email:1.5
    left2_empty:-0.3 left2_end:0.7 left2_enter:-0.5 left2_every:-0.1 left2_exam:-0.1 left2_file:-0.4
    left2_finance:-0.4 left2_find:0.4 left2_first:0.1 left2_five:1.1 left2_fob:-0.1 left2_folder:-0.7
    left2_followed:1.2 left2_for:-1.2 left2_forget:-0.5 left2_form:-0.6 left2_four:2.0 left2_from:-0.4
    left2_full:-0.8 left2_gate:-0.1 left2_get:-0.2 left2_give:1.1 left2_go:0.1 left2_goes:-0.6 left2_google:-0.1
    left2_got:-0.1 left2_green:-0.1 left2_grey:-0.2 left2_group:-0.1 left2_had:-0.9 left2_half:0.1 left2_hall:-0.1
    left2_has:-0.8 left2_have:0.5 left2_heating:1.3 left2_her:0.5 left2_here:-0.5 left2_hers:0.3 left2_him:-0.7
    left2_his:0.1 left2_hold:1.0 left2_home:-0.2 left2_house:-0.4 left2_i:0.6 left2_i'm:-0.4 left2_i've:-0.1
    left2_icon:0.2 left2_id:-0.8 left2_if:-0.4 left2_in:0.2 left2_install:-0.1 left2_instead:0.2 left2_into:-0.1
    left2_ipad:-0.2 left2_ipads:0.1 left2_is:0.2 left2_isn't:-0.1 left2_it:0.6 left2_it'll:-0.2 left2_it's:0.4
    left2_its:-0.7 left2_itself:0.2 left2_join:-0.3 left2_just:-0.1 left2_key:0.2 left2_knows:0.2 left2_laptop:-0.6
    left2_laptops:-0.4 left2_last:0.1 left2_leave:-0.1 left2_left:2.0 left2_letters:-0.8 left2_library:-0.1
    left2_licence:0.1 left2_light:-0.9 left2_link:-1.2 left2_list:-1.5 left2_little:-0.3 left2_local:0.3
    left2_lock:0.1 left2_locked:-0.1 left2_log:1.6 left2_login:0.4 left2_lost:-0.2 left2_mac:0.1 left2_made:1.6
    left2_mail:0.7 left2_mailbox:-1.1 left2_make:-0.2 left2_me:-0.7 left2_means:-0.4 left2_meeting:-1.0
    left2_menu:-0.1 left2_message:-0.8 left2_mine:0.2 left2_minutes:-0.1 left2_mobile:-0.2 left2_more:-0.2
    left2_morning:0.7 left2_moved:-0.3 left2_must:-0.5 left2_my:-0.9 left2_name:-1.7 left2_need:-0.2
    left2_needed:-0.6 left2_needs:-0.1 left2_network:-0.5 left2_never:0.7 left2_new:-1.0 left2_next:0.2
    left2_no:-0.5 left2_not:-0.4 left2_nothing:-0.3 left2_number:-1.0 left2_of:-0.6 left2_off:0.5 left2_office:-0.6
    left2_old:0.6 left2_on:0.6 left2_once:0.1 left2_one:0.8 left2_only:-0.5 left2_open:-0.3 left2_opens:0.5
    left2_operator:0.8 left2_or:-0.7 left2_orange:-0.1 left2_other:0.2 left2_otherwise:-0.2 left2_our:0.4
    left2_out:-0.9 left2_outside:-0.1 left2_over:-0.4 left2_own:0.1 left2_p:-0.2 left2_page:-0.1 left2_panel:-0.5
    left2_parents:-0.1 left2_pass:0.4 left2_password:1.4 left2_paste:0.2 left2_pc:1.1 left2_people:-0.1
    left2_person:-0.5 left2_pick:-0.6 left2_picture:-0.2 left2_please:0.7 left2_plug:-0.2 left2_plus:-0.1
    left2_power:-0.2 left2_press:0.1 left2_printer:-0.5 left2_pupil:-0.4 left2_pupils:-0.1 left2_put:1.3
    left2_pw:1.0 left2_rather:-0.1 left2_read:1.0 left2_reader:-0.1 left2_recovery:-0.1 left2_reply:-0.2
    left2_reset:-0.2 left2_right:-0.2 left2_ring:-0.1 left2_room:-0.2 left2_run:1.3 left2_runs:0.5 left2_s:0.6
    left2_safe:0.2 left2_said:-0.1 left2_same:-0.1 left2_save:-0.4 left2_say:0.4 left2_says:-0.9 left2_scan:-0.1
    left2_school:0.5 left2_screen:0.4 left2_second:0.3 left2_security:0.2 left2_see:-0.2 left2_send:-0.1
    left2_sends:-0.2 left2_service:-0.4 left2_set:-0.6 left2_settings:-0.5 left2_share:-0.5 left2_shared:0.1
    left2_sheet:0.3 left2_shift:-0.1 left2_should:-0.3 left2_shows:0.1 left2_side:-0.1 left2_sign:0.2
    left2_sign-in:-0.1 left2_sims:-0.9 left2_since:-0.1 left2_site:1.0 left2_so:1.0 left2_software:-0.3
    left2_spare:0.3 left2_staff:0.2 left2_start:-0.2 left2_still:-0.4 left2_stop:-0.1 left2_store:0.3
    left2_stuck:-0.1 left2_swipe:0.4 left2_tablet:-0.3 left2_take:-0.4 left2_tap:-0.2 left2_telephone:0.2
    left2_tell:0.4 left2_temporary:0.3 left2_than:0.4 left2_that:-1.1 left2_that's:1.0 left2_the:-0.9
    left2_their:-0.2 left2_them:0.1 left2_then:0.4 left2_there:-0.1 left2_they:-0.4 left2_thing:0.9 left2_this:-0.1
    left2_three:0.8 left2_tick:-1.2 left2_till:-0.4 left2_time:-0.4 left2_times:-0.1 left2_to:-0.2 left2_today's:1.2
    left2_top:-0.1 left2_tray:0.1 left2_trolley:0.4 left2_trust:-0.1 left2_try:0.2 left2_turn:0.1 left2_twice:0.5
    left2_two:-0.2 left2_type:0.8 left2_u:-0.9 left2_under:-0.2 left2_unlock:1.4 left2_unplug:-0.1 left2_until:-0.9
    left2_up:1.3 left2_update:-0.2 left2_us:-0.1 left2_use:0.1 left2_user:0.5 left2_username:-0.3 left2_using:0.8
    left2_wait:-0.1 left2_want:-0.1 left2_was:0.4 left2_web:0.3 left2_well:0.2 left2_went:0.3 left2_what:-0.1
    left2_when:0.4 left2_where:-0.1 left2_which:0.6 left2_who:-0.4 left2_wi-fi:0.2 left2_wifi:-0.3 left2_will:-0.7
    left2_windows:0.2 left2_wipe:-0.1 left2_with:0.6 left2_within:-0.1 left2_without:-0.1 left2_word:1.3
    left2_working:-0.3 left2_works:0.3 left2_wrong:-0.2 left2_year:0.3 left2_yes:0.3 left2_you:1.1 left2_your:-0.4
    left2_yours:1.3 left2_yourself:0.1 line_with_taken_digits:-1.0 line_with_taken_few:0.2 line_with_taken_known:0.5
    line_with_taken_new:-0.4 line_with_taken_odd:-0.1 line_with_taken_strange:0.1 line_with_taken_unit:0.6
    lock_before:0.9 lock_here:0.4 lock_long_before:0.2 lock_near:0.3 look_camel:-0.9 look_digits:1.8 look_few:-0.9
    look_form:-1.2 look_joined:0.1 look_known:-3.3 look_mixed:2.2 look_new:-0.3 look_odd:-0.5 look_signs:1.6
    look_unit:-0.2 rare_desk:-0.4 rare_english:1.2 rare_long:0.8 rare_strange:-0.6 right_#:-0.1 right_&:0.9
    right_+:0.1 right_-:0.2 right_/:1.4 right_0:0.6 right_1:1.0 right_10:0.2 right_11:-0.2 right_2:0.5 right_20:0.4
    right_3:0.9 right_30:-0.1 right_4:0.3 right_5:1.0 right_6:-0.6 right_7:0.6 right_8:0.6 right_9:0.7
    right_[account_name]:-0.3 right_[address]:-0.4 right_[code]:-0.9 right_[email_address]:-0.1 right_[name]:0.6
    right_[password]:0.2 right_[phone_number]:-0.6 right_[postcode]:-0.1 right_[pupil]:1.2 right_a:-0.6
    right_about:-0.1 right_add:-1.2 right_address:-0.4 right_admin:-0.5 right_administrator:-0.3 right_after:-0.3
    right_again:0.7 right_alarm:-0.2 right_all:0.4 right_already:1.6 right_and:0.7 right_anything:-0.1 right_app:0.4
    right_apps:-0.1 right_are:0.5 right_as:0.4 right_at:-0.9 right_away:-0.1 right_back:0.9 right_because:-0.3
    right_before:-0.4 right_behind:-0.1 right_both:-0.1 right_bottom:0.1 right_box:-0.6 right_but:0.8 right_by:-0.4
    right_can:-0.4 right_can't:-0.1 right_cannot:-0.1 right_card:-0.1 right_change:0.2 right_changed:-0.1
    right_changes:-0.1 right_check:-0.5 right_choose:-0.1 right_class:-0.2 right_click:0.7 right_cloud:-0.3
    right_code:-0.9 right_comes:-0.1 right_count:-0.1 right_cupboard:-0.1 right_database:-0.2 right_date:-0.1
    right_delete:-0.4 right_device:-0.1 right_devices:-0.1 right_dial:-0.1 right_does:-0.2 right_don't:-0.2
    right_done:-0.2 right_dont:0.4 right_double:0.5 right_down:-0.1 right_drag:-0.4 right_each:-0.5 right_email:-0.3
    right_enter:0.9 right_every:-0.2 right_file:-0.1 right_firm:-0.1 right_first:0.8 right_fob:-0.1 right_folder:0.4
    right_followed:-0.2 right_for:-0.2 right_forget:-0.2 right_forgotten:-0.1 right_forward:-0.1 right_from:-0.9
    right_gate:0.5 right_general:-0.1 right_get:-0.3 right_gets:0.7 right_go:0.1 right_goes:-0.3 right_gone:0.1
    right_got:-0.1 right_green:-0.1 right_group:-0.4 right_had:-0.3 right_has:-1.4 right_have:-0.3 right_he:-0.7
    right_he's:-0.1 right_her:-0.1 right_him:-0.2 right_his:-0.1 right_hold:-0.1 right_i:0.5 right_i'm:-0.4
    right_icon:-0.1 right_if:-0.8 right_in:-1.2 right_install:-0.5 right_instead:1.1 right_into:0.2 right_ipad:-0.1
    right_is:-1.8 right_isn't:-0.1 right_it:-1.1 right_it's:0.4 right_its:-0.4 right_join:0.3 right_just:-0.1
    right_keeps:-0.1 right_key:-1.5 right_l:0.4 right_laptop:-0.1 right_last:0.3 right_leave:0.4 right_left:1.6
    right_letters:-0.4 right_light:-0.1 right_line:0.2 right_lock:-0.1 right_log:-0.6 right_login:-0.2
    right_machine:-0.4 right_manager:-0.3 right_map:-0.2 right_minutes:-0.1 right_mode:-0.3 right_name:-0.2
    right_need:-0.2 right_needed:-0.1 right_needs:-0.2 right_network:-0.3 right_new:1.4 right_next:-0.3 right_no:0.4
    right_not:-0.7 right_note:-0.1 right_nothing:-0.3 right_now:0.6 right_number:-0.8 right_numbers:-0.1
    right_of:-1.0 right_off:-0.9 right_office:-0.2 right_ok:0.1 right_on:-0.4 right_once:0.4 right_one:2.0
    right_ones:-0.1 right_only:-0.5 right_open:0.7 right_opens:-0.1 right_or:-1.0 right_out:-0.6 right_over:1.0
    right_own:-0.1 right_page:-0.7 right_pass:0.7 right_password:1.1 right_passwords:-0.2 right_paste:-0.4
    right_pc:-0.4 right_pdf:-0.3 right_people:-0.1 right_phone:-0.2 right_pick:-0.2 right_pin:-0.8 right_please:0.2
    right_plug:-0.5 right_portal:-0.2 right_power:-0.1 right_press:-0.5 right_pull:0.7 right_pupil:-0.1
    right_push:1.1 right_put:-0.1 right_pw:-0.1 right_r:0.2 right_rather:-0.1 right_read:-0.1 right_red:-0.2
    right_remember:-0.1 right_remove:-0.1 right_reply:-0.4 right_reset:-0.1 right_right:2.0 right_ring:-0.6
    right_room:-0.5 right_run:-0.2 right_s:-0.4 right_same:0.1 right_save:-0.4 right_say:-0.3 right_says:-0.2
    right_school:-0.7 right_seats:-0.4 right_secret:0.3 right_security:-0.1 right_see:-0.2 right_send:-0.1
    right_set:-0.2 right_settings:0.1 right_share:-0.4 right_she:-0.6 right_she's:-0.2 right_sheet:-0.2
    right_show:-0.3 right_side:-0.4 right_sign:-0.2 right_since:0.4 right_site:-0.3 right_six:1.7 right_so:-0.4
    right_start:-0.3 right_station:1.0 right_stays:-0.1 right_stop:-0.1 right_support:-0.2 right_switch:-0.1
    right_tab:-0.1 right_takes:-0.2 right_tap:-0.1 right_teacher:-0.1 right_tell:-0.1 right_that:-0.1
    right_that's:0.1 right_the:-0.7 right_their:-0.1 right_them:-0.2 right_then:0.9 right_there's:-0.8
    right_this:-0.3 right_three:1.1 right_tick:0.7 right_till:0.4 right_to:-0.7 right_today:-0.4 right_too:-0.1
    right_tools:0.2 right_top:-0.1 right_tracker:-0.1 right_try:-0.2 right_turn:0.2 right_twice:0.8 right_two:0.8
    right_type:-0.1 right_u:-0.1 right_under:-0.1 right_until:0.3 right_up:-0.4 right_update:-0.2 right_us:-0.1
    right_use:-0.4 right_user:0.5 right_username:0.3 right_usually:-0.3 right_wait:-1.1 right_want:-0.2
    right_wants:-0.1 right_was:0.4 right_we:0.6 right_what:0.4 right_when:0.9 right_where:0.1 right_which:1.0
    right_while:0.1 right_who:-0.2 right_wifi:1.3 right_will:0.3 right_with:0.2 right_within:0.1 right_without:0.1
    right_word:-0.2 right_works:0.8 right_yes:0.1 right_you:0.1 right_your:-0.9 right_yours:-0.4 right2_#:0.1
    right2_+:-0.5 right2_-:-0.3 right2_/:-0.3 right2_0:0.4 right2_1:0.9 right2_12:-0.1 right2_14:-0.2 right2_2:0.5
    right2_20:-0.3 right2_3:0.5 right2_30:-0.1 right2_4:1.1 right2_5:0.1 right2_6:0.1 right2_60:-0.8 right2_7:-0.1
    right2_8:0.7 right2_9:0.6 right2_[account_name]:0.1 right2_[address]:-0.1 right2_[code]:0.2
    right2_[email_address]:-0.8 right2_[key]:-0.1 right2_[name]:-0.1 right2_[password]:0.4
    right2_[phone_number]:-1.2 right2_[pupil]:1.0 right2_a:-0.9 right2_about:-0.3 right2_access:-0.1
    right2_account:0.5 right2_add:-0.1 right2_address:-0.1 right2_admin:0.1 right2_after:-0.1 right2_again:-0.3
    right2_all:-0.2 right2_alone:-0.1 right2_already:-0.1 right2_always:-0.8 right2_an:0.1 right2_and:-0.5
    right2_another:0.4 right2_any:-0.5 right2_anything:-0.2 right2_app:-0.1 right2_are:-0.7 right2_as:0.1
    right2_ask:-0.3 right2_asked:-0.4 right2_asks:-0.8 right2_at:-0.8 right2_back:0.2 right2_be:-0.3
    right2_because:-0.4 right2_before:-0.6 right2_behind:-0.2 right2_bench:-0.2 right2_blank:-0.1 right2_blue:-0.5
    right2_both:-0.1 right2_box:0.4 right2_but:0.1 right2_by:-0.1 right2_call:-0.1 right2_can:1.1 right2_change:0.4
    right2_changed:0.3 right2_charger:-0.4 right2_check:-0.5 right2_choose:0.1 right2_class:-0.1 right2_click:-0.2
    right2_close:-0.1 right2_code:-0.3 right2_cog:-0.1 right2_come:-0.1 right2_copier:-0.1 right2_copy:0.1
    right2_ctrl:-0.1 right2_date:-0.1 right2_days:-0.1 right2_delete:-0.1 right2_details:-0.1 right2_device:-0.2
    right2_does:-0.2 right2_don't:-0.2 right2_done:1.1 right2_dont:-0.3 right2_door:-0.3 right2_dots:-0.1
    right2_down:0.7 right2_drag:-0.5 right2_each:-0.7 right2_email:-0.1 right2_empty:-0.1 right2_end:0.1
    right2_enter:0.7 right2_file:-0.1 right2_first:0.3 right2_follow:-1.4 right2_for:-0.2 right2_four:-0.2
    right2_friday:-0.3 right2_from:-0.4 right2_front:-0.2 right2_full:-0.7 right2_get:1.0 right2_gets:1.0
    right2_give:-1.0 right2_go:-0.1 right2_good:-0.1 right2_got:0.2 right2_had:-0.1 right2_half:1.8
    right2_handle:0.1 right2_has:-0.5 right2_hash:-1.2 right2_have:-0.5 right2_he's:-0.8 right2_her:0.3
    right2_hers:-0.5 right2_his:0.3 right2_hold:0.9 right2_home:-0.2 right2_host:-0.4 right2_hour:-0.1 right2_i:1.2
    right2_i've:0.1 right2_icon:-0.1 right2_if:-0.7 right2_in:-0.8 right2_install:-0.3 right2_instead:0.7
    right2_ipad:-0.1 right2_is:-1.0 right2_issue:-0.1 right2_it:0.3 right2_it'll:-0.1 right2_it's:0.5 right2_its:0.2
    right2_itself:-0.1 right2_join:0.2 right2_just:0.1 right2_keep:-0.7 right2_key:1.2 right2_laptop:-0.2
    right2_last:0.1 right2_leave:-0.3 right2_left:-0.2 right2_let:0.3 right2_line:0.5 right2_locked:0.3
    right2_log:1.1 right2_login:-0.1 right2_lower:0.3 right2_made:0.1 right2_mail:-0.1 right2_manager:-0.2
    right2_me:-0.3 right2_means:-0.3 right2_menu:-0.3 right2_minutes:-0.1 right2_morning:0.2 right2_moved:-0.6
    right2_my:-0.5 right2_need:-0.7 right2_needs:-0.3 right2_never:0.1 right2_new:-0.2 right2_night:-0.2
    right2_no:-1.0 right2_not:0.3 right2_now:1.6 right2_number:-0.7 right2_of:-0.6 right2_off:-0.3
    right2_office:-0.5 right2_ok:0.6 right2_on:-1.5 right2_once:-0.2 right2_one:-0.5 right2_only:0.6 right2_open:1.6
    right2_opens:-0.2 right2_options:-0.1 right2_other:-0.1 right2_our:-1.0 right2_out:-0.8 right2_own:-0.1
    right2_page:-0.2 right2_pass:0.7 right2_password:1.2 right2_person:-0.7 right2_phone:-0.1 right2_pick:0.3
    right2_pin:-0.8 right2_plant:-0.2 right2_please:0.7 right2_plug:-0.1 right2_portal:0.1 right2_press:-0.4
    right2_pull:0.7 right2_put:-0.9 right2_pw:-0.1 right2_really:0.1 right2_reception:-0.1 right2_red:-0.1
    right2_remove:0.2 right2_reset:0.8 right2_restart:-0.3 right2_right:-0.1 right2_ring:-0.1 right2_room:-0.6
    right2_round:-0.1 right2_run:0.5 right2_s:-0.2 right2_save:-0.6 right2_say:-0.3 right2_scan:-0.5
    right2_school:-0.1 right2_second:-0.1 right2_secret:-0.1 right2_secs:-0.1 right2_security:0.1 right2_see:-0.1
    right2_send:-0.1 right2_server:-0.2 right2_set:-0.2 right2_settings:-0.1 right2_shift:-0.1 right2_sign:-0.3
    right2_signs:-0.2 right2_six:0.8 right2_so:-0.5 right2_software:-0.1 right2_somebody:-0.1 right2_staff:-0.2
    right2_start:-0.1 right2_stays:-0.1 right2_still:-0.1 right2_stuck:-1.1 right2_switch:1.0 right2_sync:-0.2
    right2_take:-0.2 right2_tap:-0.5 right2_tell:1.7 right2_ten:-0.5 right2_than:-0.1 right2_that:1.1
    right2_that's:-0.2 right2_the:0.2 right2_their:-0.2 right2_them:-0.2 right2_then:1.6 right2_there:-0.3
    right2_there's:-0.1 right2_they:0.6 right2_this:-1.5 right2_three:0.9 right2_tick:-0.1 right2_time:0.3
    right2_times:-0.1 right2_to:0.8 right2_today's:1.0 right2_too:-0.2 right2_top:-0.1 right2_turn:0.2
    right2_twice:-0.1 right2_two:0.7 right2_type:-0.8 right2_under:-0.1 right2_unlock:0.2 right2_until:0.2
    right2_up:-0.1 right2_us:-0.1 right2_use:-0.3 right2_user:-0.1 right2_usual:0.2 right2_version:-0.3
    right2_wait:-0.6 right2_waiting:-0.2 right2_want:-0.3 right2_wants:-0.8 right2_was:1.5 right2_we:-0.1
    right2_week:0.2 right2_well:-0.3 right2_went:-0.1 right2_were:-0.1 right2_what:0.5 right2_when:0.1
    right2_where:-0.6 right2_which:-0.5 right2_who:-0.3 right2_wifi:0.4 right2_will:-0.1 right2_with:-0.2
    right2_without:-0.4 right2_word:0.3 right2_works:0.1 right2_wrong:-0.1 right2_year:0.2 right2_yes:-0.1
    right2_you:0.4 right2_you'll:0.1 right2_you're:-0.1 right2_your:-0.4 right2_yours:0.2 row_of_taken:0.3
    secret_before:0.4 secret_here:-0.2 secret_long_before:0.1 secret_near:1.4 short_line:0.3 short_line_few:0.3
    short_line_known:-0.1 short_line_odd:-0.3 short_line_strange:0.2 short_line_unit:0.6 slot_after_taken:-0.2
    slot_alone:0.2 slot_as:-0.8 slot_at:-1.1 slot_bracket:-0.7 slot_cell:1.3 slot_colon:-0.2 slot_comma:-0.5
    slot_in_as:1.0 slot_is:0.2 slot_label:0.2 slot_menu:-1.3 slot_none:0.9 slot_noun:0.2 slot_opener:-0.4
    slot_opens_with:1.4 slot_pair:1.1 slot_pair_colon:1.5 slot_pair_first:-1.9 slot_person:-2.4 slot_quote:-0.5
    slot_set_to:2.0 slot_start:-0.6 slot_takes:-1.0 slot_the:-1.0 slot_then:-0.9 slot_use:0.8 slot_wide:1.2
    taken_around:-0.5 taken_digits:-0.1 taken_few:-0.2 taken_here:-1.1 taken_known:0.2 taken_new:0.2 taken_odd:-0.8
    taken_strange:-0.1 taken_unit:-0.2 who_before:0.5 who_here:0.4 who_long_before:0.3 who_near:1.0
"""
POINTS = {
    name.replace("_", " "): float(points) for name, _, points in (entry.rpartition(":") for entry in _FITTED.split())
}
